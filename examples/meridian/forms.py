"""The forms of Meridian's exports: their columns, and the words that stand in them again and again.

Here: constants of the formats. Not here: rows (``books``), free text (``words``).
"""

from __future__ import annotations

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
MEMBER_COLUMNS = (
    "Email Address,First Name,Last Name,Organisation,Job Title,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
    "CONFIRM_IP,LATITUDE,LONGITUDE,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
)
AGREEMENT_COLUMNS = "agreement_id customer_id organisation contact_name contact_email level starts_on ends_on status"
REQUEST_COLUMNS = (
    "request_id subject_email right channel received_on identity_asked_on identity_confirmed_on extended_until "
    "decided_on decision closed_on"
)
ENQUIRY_COLUMNS = "enquiry_no received name email phone organisation topic message"
CSV_COLUMNS = {
    "analytics/pages": "day page_path views visitors",
    "delegates/attendance": "delegate_id event_id attended arrived_at",
    "delegates/catering": "line event_id delegate_id meal consent_recorded_on event_ended_on",
    "newsletter/sent": "campaign_id,campaign_title,campaign_type,Email Address,sent_at",
    "newsletter/activity": "campaign_id,Email Address,action,timestamp,user_agent,url",
    "newsletter/members": MEMBER_COLUMNS,
    "support/agreements": AGREEMENT_COLUMNS,
    "support/product_users": "account_id customer_id name email product created_on last_login_on disabled_on",
    "suppression_list/suppressions": "email channel told_as told_to recorded_on",
    "rights_register/requests": REQUEST_COLUMNS,
    "holds/holds": "matter_id subject_email ground owner placed_on review_on expires_on",
    "social/followers": "follower_no account_name gender interests location age followed_on",
    "statistics/purchases": "quarter region product customers orders",
    "registrations/registrations": "reference holder registered_on expires_on",
}
TITLES = {
    "newsletter": "The Meridian Line",
    "event_news": "Autumn user day",
    "survey": "How did we do",
    "joining_instructions": "Your course: joining instructions",
}
