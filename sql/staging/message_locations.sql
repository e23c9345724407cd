-- Where does each mail lie, and is it still there?
-- grain: one row per place of a mail (account and folder with UID, or file)
-- key: source, path, epoch, location
with changes as (
    select
        source,
        path,
        epoch,
        location,
        max(noticed_at) filter (where is_gone) as gone_at,
        arg_max(mailbox_flags, batch_id) filter (where not is_gone) as mailbox_flags
    from raw.place_changes
    group by source, path, epoch, location
),

places as (
    select
        found.message_key,
        found.shop,
        found.source,
        found.path,
        found.role,
        found.account,
        found.folder,
        found.epoch,
        found.location,
        coalesce(changed.mailbox_flags, found.mailbox_flags) as mailbox_flags,
        coalesce(changed.gone_at, ended.gone_at) as gone_at
    from raw.message_locations as found
    left join changes as changed using (source, path, epoch, location)
    left join changes as ended -- every place of an epoch that the server gave up
        on ended.source = found.source and ended.path = found.path
            and ended.epoch = found.epoch and ended.location = '*'
)

select
    *,
    list_contains(mailbox_flags, '\Draft') as is_draft,
    -- flags are written as each program likes: \Junk, $Junk, JUNK
    regexp_matches(array_to_string(mailbox_flags, ' '), '(?i)(^| )[\\$]?junk( |$)')
    or regexp_matches(
        coalesce(folder, ''),
        '(?i)(^|[./])(junk|spam|bulk mail|unerwünscht|(courrier )?indésirable|correo no deseado)'
    ) as is_junk
from places
