-- What can be found by a text that people remember, with what stands behind it: the messages and
-- connections that the filter of the hit selects.
-- In a list of messages or connections each is one number, so that lists count what differs.
WITH mails AS (
    SELECT gateway, mid, generation, last_line, sender, subject,
        hash('mail', gateway, mid, generation) AS mail,
        CASE WHEN origin_icid > 0
            THEN hash('injection', gateway, origin_icid, origin_generation) END AS origin
    FROM messages
),
ways AS MATERIALIZED (
    -- The connections that messages came by, or an ancestor did, and those they were tried on.
    SELECT mail, origin AS connection FROM mails WHERE origin IS NOT NULL
    UNION ALL
    SELECT DISTINCT hash('mail', gateway, mid, generation),
        hash('delivery', gateway, dcid, delivery_generation)
    FROM attempts
),
sightings AS (
    SELECT sender AS address, gateway, mid, generation, last_line, mail
    FROM mails
    WHERE sender <> ''
    UNION ALL
    SELECT address, gateway, mid, generation, last_line, mail
    FROM mails JOIN recipients USING (gateway, mid, generation)
    WHERE address <> ''
),
addresses AS (
    SELECT 'address' AS kind,
        arg_max(address, last_line) AS text,
        max(last_line) AS newest,
        len(list_distinct(list(mail))) AS messages,
        len(list_distinct(list(connection))) AS connections,
        'message' AS record,
        max(gateway) AS gateway, max(mid) AS id, max(generation) AS generation
    FROM sightings LEFT JOIN ways USING (mail)
    GROUP BY lower(address)
),
of_domains AS (
    SELECT split_part(lower(address), '@', -1) AS domain, gateway, mid, generation, last_line,
        mail, NULL AS connection
    FROM sightings
    WHERE contains(address, '@')
    UNION ALL
    SELECT domain, NULL, NULL, NULL, NULL, NULL, hash('injection', gateway, icid, generation)
    FROM injections
    WHERE domain <> ''
    UNION ALL
    SELECT lower(domain), NULL, NULL, NULL, NULL, NULL,
        hash('delivery', gateway, dcid, generation)
    FROM told_deliveries
),
domains AS (
    SELECT 'domain', domain, max(last_line),
        len(list_distinct(list(mail))) AS messages,
        len(list_distinct(list(connection))),
        'message', max(gateway), max(mid), max(generation)
    FROM of_domains
    GROUP BY domain
    HAVING messages > 0 AND domain <> ''
),
subjects AS (
    SELECT 'subject', subject, max(last_line),
        len(list_distinct(list(mail))),
        len(list_distinct(list(connection))),
        'message', max(gateway), max(mid), max(generation)
    FROM mails LEFT JOIN ways USING (mail)
    WHERE subject IS NOT NULL
    GROUP BY subject
),
links AS (
    SELECT 'injection' AS record, gateway, icid AS id, generation, last_line,
        hash('injection', gateway, icid, generation) AS connection,
        unnest([{kind: 'host', text: remote_host}, {kind: 'ip', text: remote_ip}]) AS named
    FROM injections
    UNION ALL
    SELECT 'delivery', gateway, dcid, generation, last_line,
        hash('delivery', gateway, dcid, generation),
        unnest([{kind: 'host', text: tls_peer}, {kind: 'ip', text: remote_ip}])
    FROM deliveries
),
peers AS (
    SELECT named.kind, arg_max(named.text, last_line), max(last_line),
        len(list_distinct(list(mail))),
        len(list_distinct(list(connection))),
        max(record), max(gateway), max(id), max(generation)
    FROM links LEFT JOIN ways USING (connection)
    WHERE named.text <> ''
    GROUP BY named.kind, lower(named.text)
)
FROM addresses
UNION ALL FROM domains
UNION ALL FROM subjects
UNION ALL FROM peers
