-- What can be found by a text that people remember, with what stands behind it.
-- In a list of messages or connections each is one number, so that lists count what differs.
WITH mails AS (
    SELECT gateway, mid, generation, last_line, sender, subject,
        sent_by, hash('mail', gateway, mid, generation) AS mail,
        CASE WHEN icid > 0 THEN hash('injection', gateway, icid, injection_generation) END
            AS injection
    FROM messages
),
addressees AS (
    SELECT gateway, mid, generation, last_line, mail, address, dcid, delivery_generation
    FROM mails JOIN recipients USING (gateway, mid, generation)
    WHERE address <> ''
),
sightings AS (
    SELECT sender AS address, gateway, mid, generation, last_line, mail, injection AS connection
    FROM mails
    WHERE sender <> ''
    UNION ALL
    SELECT address, gateway, mid, generation, last_line, mail,
        CASE WHEN dcid > 0 THEN hash('delivery', gateway, dcid, delivery_generation) END
    FROM addressees
),
parted AS (
    SELECT *, lower(address) AS whole,
        CASE WHEN contains(address, '@') THEN split_part(lower(address), '@', -1) END AS domain
    FROM sightings
),
addresses AS (
    SELECT CASE WHEN grouping(whole) = 0 THEN 'address' ELSE 'domain' END AS kind,
        CASE WHEN grouping(whole) = 0 THEN arg_max(address, last_line) ELSE domain END AS text,
        max(last_line) AS newest,
        len(list_distinct(list(mail))) AS messages,
        len(list_distinct(list(connection))) AS connections,
        'message' AS record,
        max(gateway) AS gateway, max(mid) AS id, max(generation) AS generation
    FROM parted
    GROUP BY GROUPING SETS ((whole), (domain))
    HAVING text <> ''
),
subjects AS (
    SELECT 'subject', subject, max(last_line), count(*),
        len(list_distinct(flatten(list(list_append(
            list_transform(sent_by,
                lambda sent: hash('delivery', gateway, sent.dcid, sent.generation)),
            injection
        ))))),
        'message', max(gateway), max(mid), max(generation)
    FROM mails
    WHERE subject IS NOT NULL
    GROUP BY subject
),
links AS (
    SELECT 'injection' AS record, gateway, icid AS id, generation, last_line, mids,
        unnest([{kind: 'host', text: remote_host}, {kind: 'ip', text: remote_ip}]) AS named
    FROM injections
    UNION ALL
    SELECT 'delivery', gateway, dcid, generation, last_line, mids,
        unnest([{kind: 'host', text: tls_peer}, {kind: 'ip', text: remote_ip}])
    FROM deliveries
),
peers AS (
    SELECT named.kind, arg_max(named.text, last_line), max(last_line),
        len(list_distinct(flatten(list(
            list_transform(mids, lambda mid: hash(gateway, mid))
        )))),
        count(*),
        max(record), max(gateway), max(id), max(generation)
    FROM links
    WHERE named.text <> ''
    GROUP BY named.kind, lower(named.text)
)
FROM addresses
UNION ALL FROM subjects
UNION ALL FROM peers
