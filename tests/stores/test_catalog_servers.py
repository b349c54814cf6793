"""Maps of the catalog against real servers: WordPress's own schema on MariaDB, Compass's on PostgreSQL, a clause judged."""

from datetime import date

import pytest

from assets.night import judge_rule, land_store, link_subjects, record_store
from rules.terms import Verdict
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse import open_warehouse
from tests.servers import connect_mariadb, connect_postgres

AS_OF = date(2026, 11, 22)
TONIGHT = date.today()  # noqa: DTZ011 - a server is as old as its reading, so the night that reads it is tonight's
# The columns and types of wp-admin/includes/schema.php; keys that only serve speed are left out.
WORDPRESS = """
CREATE TABLE wp_users (ID bigint(20) unsigned NOT NULL auto_increment, user_login varchar(60) NOT NULL default
  '', user_pass varchar(255) NOT NULL default '', user_nicename varchar(50) NOT NULL default '', user_email
  varchar(100) NOT NULL default '', user_url varchar(100) NOT NULL default '', user_registered datetime NOT NULL
  default '0000-00-00 00:00:00', user_activation_key varchar(255) NOT NULL default '', user_status int(11) NOT
  NULL default '0', display_name varchar(250) NOT NULL default '', PRIMARY KEY (ID));
CREATE TABLE wp_usermeta (umeta_id bigint(20) unsigned NOT NULL auto_increment, user_id bigint(20) unsigned NOT
  NULL default '0', meta_key varchar(255) default NULL, meta_value longtext, PRIMARY KEY (umeta_id));
CREATE TABLE wp_posts (ID bigint(20) unsigned NOT NULL auto_increment, post_author bigint(20) unsigned NOT NULL
  default '0', post_date datetime NOT NULL default '0000-00-00 00:00:00', post_date_gmt datetime NOT NULL
  default '0000-00-00 00:00:00', post_content longtext NOT NULL, post_title text NOT NULL, post_excerpt text NOT
  NULL, post_status varchar(20) NOT NULL default 'publish', comment_status varchar(20) NOT NULL default 'open',
  ping_status varchar(20) NOT NULL default 'open', post_password varchar(255) NOT NULL default '', post_name
  varchar(200) NOT NULL default '', to_ping text NOT NULL, pinged text NOT NULL, post_modified datetime NOT NULL
  default '0000-00-00 00:00:00', post_modified_gmt datetime NOT NULL default '0000-00-00 00:00:00',
  post_content_filtered longtext NOT NULL, post_parent bigint(20) unsigned NOT NULL default '0', guid
  varchar(255) NOT NULL default '', menu_order int(11) NOT NULL default '0', post_type varchar(20) NOT NULL
  default 'post', post_mime_type varchar(100) NOT NULL default '', comment_count bigint(20) NOT NULL default
  '0', PRIMARY KEY (ID));
CREATE TABLE wp_postmeta (meta_id bigint(20) unsigned NOT NULL auto_increment, post_id bigint(20) unsigned NOT
  NULL default '0', meta_key varchar(255) default NULL, meta_value longtext, PRIMARY KEY (meta_id));
CREATE TABLE wp_comments (comment_ID bigint(20) unsigned NOT NULL auto_increment, comment_post_ID bigint(20)
  unsigned NOT NULL default '0', comment_author tinytext NOT NULL, comment_author_email varchar(100) NOT NULL
  default '', comment_author_url varchar(200) NOT NULL default '', comment_author_IP varchar(100) NOT NULL
  default '', comment_date datetime NOT NULL default '0000-00-00 00:00:00', comment_date_gmt datetime NOT NULL
  default '0000-00-00 00:00:00', comment_content text NOT NULL, comment_karma int(11) NOT NULL default '0',
  comment_approved varchar(20) NOT NULL default '1', comment_agent varchar(255) NOT NULL default '',
  comment_type varchar(20) NOT NULL default 'comment', comment_parent bigint(20) unsigned NOT NULL default '0',
  user_id bigint(20) unsigned NOT NULL default '0', PRIMARY KEY (comment_ID));
CREATE TABLE wp_commentmeta (meta_id bigint(20) unsigned NOT NULL auto_increment, comment_id bigint(20) unsigned
  NOT NULL default '0', meta_key varchar(255) default NULL, meta_value longtext, PRIMARY KEY (meta_id))
"""
COMPASS = """
CREATE TABLE tenants (tenant_id text PRIMARY KEY, name text NOT NULL, contact_name text, contact_email text,
  contract_id text, plan text, status text NOT NULL, created_at timestamptz NOT NULL, contract_ended_on date,
  purged_at timestamptz);
CREATE TABLE users (user_id uuid PRIMARY KEY, tenant_id text NOT NULL REFERENCES tenants, email text NOT NULL,
  full_name text, role text, job_title text, phone text, date_of_birth date, created_at timestamptz NOT NULL,
  last_login_at timestamptz, disabled_at timestamptz, tenant_closed_on date);
CREATE TABLE logins (login_id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, logged_in_at
  timestamptz NOT NULL, ip_address inet, user_agent text, succeeded boolean NOT NULL);
CREATE TABLE evidence (evidence_id bigint PRIMARY KEY, tenant_id text NOT NULL REFERENCES tenants, user_id uuid
  REFERENCES users, title text, body text, created_at timestamptz NOT NULL, updated_at timestamptz,
  tenant_closed_on date);
CREATE TABLE comments (comment_id bigint PRIMARY KEY, evidence_id bigint NOT NULL REFERENCES evidence, user_id
  uuid REFERENCES users, body text NOT NULL, created_at timestamptz NOT NULL, edited_at timestamptz,
  tenant_closed_on date);
CREATE TABLE audit (audit_id bigint PRIMARY KEY, tenant_id text REFERENCES tenants, user_id uuid, action text
  NOT NULL, entity text, entity_id text, detail jsonb, happened_at timestamptz NOT NULL);
CREATE TABLE files (file_id text PRIMARY KEY, tenant_id text NOT NULL REFERENCES tenants, evidence_id bigint
  REFERENCES evidence, uploaded_by uuid REFERENCES users, file_name text NOT NULL, content_type text, bytes
  bigint, blob_name text NOT NULL, sha256 bytea, uploaded_at timestamptz NOT NULL, deleted_at timestamptz,
  tenant_closed_on date)
"""
NOTICE = "We delete what is old. We keep it for 90 days and for no day more."


def controller_of(folder, vendor, url, tables, given):
    """A controller with one store, one clause on its periods, and nothing else."""
    folder.mkdir(exist_ok=True)
    (folder / "stores").mkdir()
    bound = "".join(f"  - name: {table}\n" for table in tables)
    (folder / "stores" / "site.yaml").write_text(
        f"name: site\nrole: controller\nconnector: sql\nurl: {url}\nfresh_within: 26 hours\ncatalog: {vendor}\n"
        f"tables:\n{bound}"
    )
    (folder / "abide.yaml").write_text("controller: served\nname: Served Ltd\nowners: [dpo@served.example]\n")
    (folder / "notice.txt").write_text(NOTICE)
    (folder / "notice.yaml").write_text(
        'controller: Served Ltd\npublished: "2026-01-01"\nclauses:\n  - id: ninety-days\n'
        "    quote: We keep it for 90 days and for no day more.\n    law: [UK GDPR Art. 5(1)(e)]\n"
        f"    rule: kept-past-period\n    given: {{{given}, period: 90 days}}\n    remedy: erase\n"
    )
    return load_controller(folder)


def judged(controller, folder):
    """Land the store, make records, judge the clause: the readings by table, the result, what was flagged."""
    with open_warehouse(folder, read_key(folder, {})) as con:
        (store,) = controller.stores
        readings = {reading.table: reading for reading in land_store(con, controller, store, TONIGHT)}
        record_store(con, controller, store, TONIGHT)
        link_subjects(con, controller, TONIGHT)
        (result,) = judge_rule(con, controller, controller.rules["kept-past-period"], AS_OF)
        flagged = con.execute(
            "SELECT \"table\", record_key FROM flagged.flag WHERE clause = 'ninety-days' ORDER BY ALL"
        ).fetchall()
        people = con.execute("SELECT count(DISTINCT subject) FROM relation.record WHERE subject IS NOT NULL").fetchall()
    return readings, result, flagged, people[0][0]


def counts(readings):
    return {name: (one.reading, one.rows, one.landed, one.quarantined) for name, one in readings.items()}


@pytest.mark.server
def test_wordpress_lands_from_its_own_schema_and_is_judged(controller, mariadb_url):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = ''")  # as WordPress itself does: its defaults are zero dates
        for statement in WORDPRESS.split(";"):
            cursor.execute(statement)
        cursor.execute(
            "INSERT INTO wp_users (user_login, user_pass, user_email, user_registered, display_name) VALUES "
            "('editor', '$P$B0', 'editor@harbour.example', '2024-06-30 23:30:00', 'Siobhán Quigley 😀'), "
            "('guest', '$P$B1', '', DEFAULT, 'guest')"
        )
        cursor.execute("INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES (1, 'first_name', 'Siobhán')")
        cursor.execute(
            "INSERT INTO wp_posts (post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, to_ping, "
            "pinged, post_content_filtered, post_status, post_type) VALUES "
            "(1, '2026-07-02 00:30:00', '2026-07-01 23:30:00', '<p>Words.</p>', 'Ten questions', '', '', '', '', 'publish', "
            "'post'), (1, '2026-05-01 12:00:00', DEFAULT, '', 'Unfinished', '', '', '', '', 'draft', 'page'), "
            "(0, '2026-08-24 00:30:00', '2026-08-23 23:30:00', 'AUTHOR: Bridget Nwosu', 'Bridget', '', '', '', '', "
            "'publish', 'feedback'), (0, '2026-08-23 23:30:00', '2026-08-23 22:30:00', 'AUTHOR: Tariq Mehta', 'Tariq', '', "
            "'', '', '', 'publish', 'feedback')"
        )
        cursor.execute("INSERT INTO wp_postmeta (post_id, meta_key) VALUES (3, '_feedback_extra_fields')")
        cursor.execute(
            "INSERT INTO wp_comments (comment_post_ID, comment_author, comment_author_email, comment_author_IP, comment_date, "
            "comment_date_gmt, comment_content) VALUES (1, 'The editor', 'EDITOR@harbour.example', '2001:db8::1', "
            "'2026-07-02 00:30:00', '2026-07-01 23:30:00', 'Thank you.'), (1, 'Nobody', '', '', DEFAULT, DEFAULT, '')"
        )
        cursor.execute(
            "INSERT INTO wp_commentmeta (comment_id, meta_key, meta_value) VALUES (1, 'akismet_result', 'false')"
        )
    tables = ("users", "usermeta", "posts", "postmeta", "comments", "commentmeta")
    world = controller_of(
        controller,
        "wordpress",
        mariadb_url,
        tables,
        "subject_type: enquirer, purpose: enquiries, clock: collected_on",
    )
    readings, result, flagged, people = judged(world, controller)
    assert counts(readings) == {
        "users": ("read", 2, 2, 0),
        "usermeta": ("read", 1, 1, 0),
        "posts": ("read", 4, 4, 0),
        "postmeta": ("read", 1, 1, 0),
        "comments": ("read", 2, 2, 0),
        "commentmeta": ("read", 1, 1, 0),
    }
    assert all(reading.missing_columns == reading.unknown_columns == () for reading in readings.values())
    assert result.verdict is Verdict.BROKEN
    # Both were sent on 23 August in UTC; in London one of them on the 24th, which is the last day that is kept.
    assert [table for table, _ in flagged] == ["posts"]
    # The editor and her comment are one person, 'guest' is another; author 0 of the submissions is nobody.
    assert (result.flags, people) == (1, 2)


@pytest.mark.server
def test_an_application_lands_from_postgres_with_its_foreign_keys_and_is_judged(controller, postgres_url):
    one, two = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
    with connect_postgres(postgres_url) as con:
        con.execute("SET timezone = 'America/New_York'")
        for statement in COMPASS.split(";"):
            con.execute(statement)
        con.execute(
            "INSERT INTO tenants VALUES ('T1', 'Larkfield College', 'Priya Mistry', 'priya@larkfield.example', 'C-17', 'x', "
            "'active', '2023-09-01 08:00+00', NULL, NULL), ('T2', 'Greyfriars Training', NULL, NULL, 'C-18', 'x', 'closed', "
            "'2021-01-11 08:00+00', '2026-08-23', NULL)"
        )
        con.execute(
            "INSERT INTO users (user_id, tenant_id, email, full_name, created_at, last_login_at, tenant_closed_on) VALUES "
            f"('{one}', 'T1', 'priya@larkfield.example', 'Priya Mistry', '2023-09-01', '2026-07-01 23:30+00', NULL), "
            f"('{two}', 'T2', 'zoe@greyfriars.example', 'Zoë O''Brien', '2021-01-11', 'infinity', '2026-08-23')"
        )
        con.execute(f"INSERT INTO logins VALUES (1, '{one}', '2026-07-01 23:30+00', '2001:db8::14', NULL, true)")
        con.execute(
            f"INSERT INTO evidence VALUES (11, 'T1', '{one}', 'A', NULL, '2026-03-03', NULL, NULL), "
            f"(12, 'T2', NULL, 'B', E'two\\nlines', '2025-11-03', NULL, '2026-08-23'), "
            f"(13, 'T2', NULL, 'C', NULL, '2025-11-03', NULL, '2026-08-24')"
        )
        con.execute(f"INSERT INTO comments VALUES (21, 12, '{one}', 'Done?', '2025-11-04', NULL, '2026-08-23')")
        con.execute("INSERT INTO audit VALUES (31, 'T1', NULL, 'update', 'evidence', '11', '{\"f\": 1}', now())")
        con.execute(
            "INSERT INTO files VALUES ('F1', 'T2', 12, NULL, 'plan.xlsx', NULL, 9007199254740993, 'T2/F1', '\\x00ff', "
            "'2025-11-03', NULL, '2026-08-23')"
        )
    tables = ("tenants", "users", "logins", "evidence", "comments", "audit", "files")
    given = "subject_type: product_user, purpose: application_content, outcome: held, clock: ended_on"
    world = controller_of(controller, "azure", postgres_url, tables, given)
    readings, result, flagged, people = judged(world, controller)
    assert counts(readings) == {
        "tenants": ("read", 2, 2, 0),
        "users": ("read", 2, 1, 1),
        "logins": ("read", 1, 1, 0),
        "evidence": ("read", 3, 3, 0),
        "comments": ("read", 1, 1, 0),
        "audit": ("read", 1, 1, 0),
        "files": ("read", 1, 1, 0),
    }
    assert readings["users"].reasons == {"the date in 'last_login_at' is not written as the map says": 1}  # infinity
    assert all(reading.missing_columns == reading.unknown_columns == () for reading in readings.values())
    assert result.verdict is Verdict.BROKEN
    assert sorted(table for table, _ in flagged) == ["comments", "evidence", "files"]
    assert ("evidence", "12") in flagged
    assert people == 1  # the contact of a tenant and the account are one person; her login and comment are hers
