-- Where does each mail lie?
-- grain: one row per place of a mail (account and folder with UID, or file)
-- key: source, path, epoch, location
select
    message_key,
    shop,
    source,
    path,
    role,
    account,
    folder,
    epoch,
    location,
    mailbox_flags,
    list_contains(mailbox_flags, '\Draft') as is_draft,
    list_contains(mailbox_flags, '$Junk')
    or list_contains(mailbox_flags, 'Junk')
    or regexp_matches(coalesce(folder, ''), '(?i)(^|[./])(junk|spam)') as is_junk
from raw.message_locations
