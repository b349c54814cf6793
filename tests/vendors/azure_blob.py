"""Azure Blob Storage as its documentation describes it: versions, snapshots, soft delete, holds and policies."""

from urllib.parse import unquote

from tests.vendors.standin import Standin


class Blob:
    def __init__(self, name, version="", snapshot="", current=False, held=False, until=""):
        self.name, self.version, self.snapshot, self.current = name, version, snapshot, current
        self.held, self.until, self.deleted = held, until, False


class AzureBlob(Standin):
    def __init__(self, container="evidence", soft_days=7):
        super().__init__()
        self.container, self.soft_days, self.blobs, self.page = container, soft_days, [], 2

    def allowed(self, headers):
        return super().allowed(headers) and "x-ms-version" in headers

    def reply(self, method, path, query, body):
        steps = [unquote(step) for step in path.strip("/").split("/") if step]
        if method == "GET" and query.get("comp") == "properties":
            on = "true" if self.soft_days else "false"
            days = f"<Days>{self.soft_days}</Days>" if self.soft_days else ""
            inside = f"<DeleteRetentionPolicy><Enabled>{on}</Enabled>{days}</DeleteRetentionPolicy>"
            return 200, f"<StorageServiceProperties>{inside}</StorageServiceProperties>".encode(), {}
        if not steps or steps[0] != self.container:
            return 404, b"<Error><Code>ContainerNotFound</Code></Error>", {"x-ms-error-code": "ContainerNotFound"}
        if method == "GET":
            return self._list(query)
        return self._delete("/".join(steps[1:]), query)

    def _list(self, query):
        asked = set(query["include"].split(","))
        rows = [
            b
            for b in self.blobs
            if b.name.startswith(query["prefix"])
            and (not b.deleted or "deleted" in asked)
            and (not b.snapshot or "snapshots" in asked)
            and (not b.version or b.current or "versions" in asked)
        ]
        start = int(query.get("marker", 0))
        following = start + self.page if start + self.page < len(rows) else ""
        told = "".join(map(_row, rows[start : start + self.page]))
        return (
            200,
            f"<EnumerationResults><Blobs>{told}</Blobs><NextMarker>{following}</NextMarker></EnumerationResults>".encode(),
            {},
        )

    def _delete(self, name, query):
        of_name = [b for b in self.blobs if b.name == name and not b.deleted]
        if version := query.get("versionid"):
            hit = [b for b in of_name if b.version == version and not b.snapshot]
            if hit and hit[0].current:
                return 403, b"<Error/>", {"x-ms-error-code": "OperationNotAllowedOnRootBlob"}
        elif snapshot := query.get("snapshot"):
            hit = [b for b in of_name if b.snapshot == snapshot]
        else:
            hit = [b for b in of_name if not b.snapshot and (b.current or not b.version)]
            if hit and hit[0].version:  # with versions on, the current one becomes an older one
                if self._kept(hit[0]):
                    return self._kept(hit[0])
                if not self.lies:
                    hit[0].current = False
                    for one in [b for b in of_name if b.snapshot]:
                        self._remove(one)
                return 202, None, {}
            hit += [b for b in of_name if b.snapshot] if hit else []
        if not hit:
            return 404, b"<Error/>", {"x-ms-error-code": "BlobNotFound"}
        for one in hit:
            if kept := self._kept(one):
                return kept
            if not self.lies:
                self._remove(one)
        return 202, None, {}

    def _kept(self, blob):
        if blob.held:
            return 409, b"<Error/>", {"x-ms-error-code": "BlobImmutableDueToLegalHold"}
        if blob.until:
            return 409, b"<Error/>", {"x-ms-error-code": "BlobImmutableDueToPolicy"}
        return None

    def _remove(self, blob):
        if self.soft_days:
            blob.deleted = True
        else:
            self.blobs.remove(blob)


def _row(b):
    until = f"<ImmutabilityPolicyUntilDate>{b.until}</ImmutabilityPolicyUntilDate>" if b.until else ""
    held = f"<LegalHold>{'true' if b.held else 'false'}</LegalHold>"
    return (
        f"<Blob><Name>{b.name}</Name><Deleted>{'true' if b.deleted else 'false'}</Deleted>"
        + (f"<Snapshot>{b.snapshot}</Snapshot>" if b.snapshot else "")
        + (f"<VersionId>{b.version}</VersionId>" if b.version else "")
        + (f"<IsCurrentVersion>{'true' if b.current else 'false'}</IsCurrentVersion>" if b.version else "")
        + f"<Properties>{until}{held}</Properties></Blob>"
    )
