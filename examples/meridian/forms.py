"""The forms of Meridian's exports: their columns, and the words that stand in them again and again.

Here: constants of the formats. Not here: rows (``books``), free text (``words``).
"""

from __future__ import annotations

from typing import Any

PRODUCTS = ("Stockroom", "Stockroom Cloud", "Rostera", "Rostera Plus", "Barcode pack", "Training day")
COURSES = ("Stockroom foundations", "Rostera for managers", "Reporting masterclass")
PERSON_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0",
)
MACHINE_AGENTS = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
    "Mozilla/5.0",
)
PO_COLUMNS = (
    "po_number customer_id contact_name phone postal_address email gender dietary_requirements product amount status "
    "ordered_on completed_on cancelled_on notes"
)
QUOTE_COLUMNS = "quote_number customer_id contact_name email product amount quoted_on valid_until status"
DELEGATE_COLUMNS = (
    "delegate_id event_id course event_ends_on name email postal_address gender dietary_requirements access_needs "
    "consent_recorded_on mobile enrolled_on comments"
)
_MEMBER = (
    "Email Address,First Name,Last Name,Organisation,Job Title,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
    "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,{},LEID,EUID,NOTES,TAGS"
)
UNSUBSCRIBED = "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER"
CLEANED = "CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID"
AGREEMENT_COLUMNS = "agreement_id customer_id organisation contact_name contact_email level starts_on ends_on status"
REQUEST_COLUMNS = (
    "request_id subject_email right channel received_on identity_asked_on identity_confirmed_on extended_until "
    "decided_on decision refusal_ground closed_on"
)
CSV_COLUMNS = {
    "analytics/pages": "day page_path views visitors",
    "delegates/attendance": "delegate_id event_id attended arrived_at",
    "delegates/catering": "line event_id delegate_id meal consent_recorded_on event_ended_on",
    "newsletter/sent": "campaign_id,campaign_title,campaign_type,Email Address,sent_at",
    "newsletter/activity": "campaign_id,Email Address,action,timestamp,ip,user_agent,url",
    "newsletter/subscribed": _MEMBER.format("LAST_CHANGED"),
    "newsletter/unsubscribed": _MEMBER.format(UNSUBSCRIBED),
    "newsletter/cleaned": _MEMBER.format(CLEANED),
    "newsletter/nonsubscribed": _MEMBER.format("LAST_CHANGED"),
    "support/agreements": AGREEMENT_COLUMNS,
    "support/product_users": "account_id customer_id name email product created_on last_login_on disabled_on",
    "suppression_list/suppressions": "email channel told_as told_to recorded_on",
    "rights_register/requests": REQUEST_COLUMNS,
    "holds/holds": "matter_id subject_email ground owner placed_on review_on expires_on",
    "social/followers": "follower_no account_name gender interests location age followed_on unfollowed_on",
    "statistics/purchases": "quarter region product customers orders",
    "registrations/registrations": "reference holder registered_on expires_on",
    "registers/processors": "processor_id provider service contract_ref signed_on country mechanism reviewed_on "
    "subprocessors_listed",
    "registers/disclosures": "disclosure_id recipient category purpose legal_ground subjects sent_at contract_id "
    "country mechanism paid_for",
    "registers/breaches": "breach_id kind description people_affected aware_at reportable notified_at reference "
    "people_told_at closed_at",
    "registers/assessments": "assessment_id kind subject_matter owner assessed_on review_on superseded_by",
    "registers/security_reviews": "review_id system reviewer reviewed_on next_review_on superseded_by findings",
    "registers/notice_versions": "version published_on significant summary told_on told_by sha256",
    "hosting/tenants": "tenant customer_id service provider status created_at closed_at accounts",
    "hosting/backups": "snapshot_id tenant service snapshot_at expires_at bytes encrypted",
    "devices/devices": "asset_tag type make model serial owner_id owner_name encrypted screen_lock antivirus_on "
    "last_seen_at",
    "devices/files": "path owner mode size mtime sha256 encrypted",
    "disposals/assets": "asset_tag type make model serial retired_at destroyed_at certificate_no certificate_path",
    "disposals/certificates": "certificate_no sanitised_by title organisation location media_make media_model serial "
    "media_property_number media_type media_source classification data_backed_up backup_location method method_details "
    "tool_used tool_version verification_method post_sanitisation_status destination destination_details sanitised_on "
    "verified_by verified_on",
    "orders_archive/purchase_orders": PO_COLUMNS,
    "user_day/delegates": DELEGATE_COLUMNS,
    "enquiries/enquiries": "enquiry_no received name email phone organisation topic message",
    "texts/contacts": "contact_id customer_ref msisdn name opted_in_at opt_in_source opted_out_at opt_out_source",
    "texts/messages": "message_id contact_id msisdn sender sent_at status segments campaign campaign_type body",
    "texts/replies": "reply_id contact_id msisdn received_at body",
    "surveys/invitations": "invitation_id survey_id event_id email sent_at status",
    "surveys/responses": "response_id invitation_id survey_id event_id email submitted_at q1_score q2_liked "
    "q3_improve q4_anything_else",
    "competitions/entries": "entry_id competition_id competition name email phone answer entered_at draw_on won "
    "marketing_opt_in",
    "resellers/purchases": "feed_line supplier supplier_customer_ref name email product quantity purchased_at "
    "received_at notice_sent_on",
    "adverts/uploads": "audience extern_id uploaded_on email phone madid fn ln zip ct st country dob doby gen age uid",
    "adverts/hashed": "audience extern_id uploaded_on email phone madid fn ln zip ct st country doby gen",
    "marketing_lists/telephone": "entry_id customer_ref name organisation number source added_on tps_status checked_at "
    "called_at call_outcome consented_on",
    "marketing_lists/post": "entry_id customer_ref name organisation address_1 address_2 town postcode source added_on "
    "mailed_on mailing returned_on return_reason",
}
TITLES = {
    "newsletter": "The Meridian Line",
    "event_news": "Autumn user day",
    "survey": "How did we do",
    "joining_instructions": "Your course: joining instructions",
}

AUDIENCE_EXPORT = "email_audience_export_4f1c2a9b07.csv"
NAMED = {
    "newsletter/subscribed": f"subscribed_{AUDIENCE_EXPORT}",
    "newsletter/unsubscribed": f"unsubscribed_{AUDIENCE_EXPORT}",
    "newsletter/cleaned": f"cleaned_{AUDIENCE_EXPORT}",
    "newsletter/nonsubscribed": f"nonsubscribed_{AUDIENCE_EXPORT}",
    "orders_archive/purchase_orders": "purchase_orders.csv.gz",
    "user_day/delegates": "delegates.txt",
    "texts/messages": "messages.csv.gz",
    "adverts/uploads": "upload_user_day.csv",
    "adverts/hashed": "hashed_winter.csv.gz",
    "marketing_lists/telephone": "telephone-list.csv",
    "marketing_lists/post": "post-list.csv",
}
"""File names where they are not the book's own name and .csv."""
WRITTEN: dict[str, dict[str, Any]] = {
    "enquiries/enquiries": {"encoding": "cp1252", "delimiter": ";", "crlf": True},
    "orders_archive/purchase_orders": {"gz": True},
    "user_day/delegates": {"encoding": "utf-16", "delimiter": "\t", "crlf": True},
    "texts/messages": {"gz": True},
    "adverts/hashed": {"gz": True},
    "resellers/purchases": {"delimiter": ";", "bom": True, "crlf": True},
    "social/followers": {"bom": True, "crlf": True},
    "marketing_lists/telephone": {"bom": True, "crlf": True},
}
"""How a CSV file is written where that is not UTF-8 with commas: as the programs that make these exports do."""
