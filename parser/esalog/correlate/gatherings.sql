-- What the recipients of each message come to together.
-- reads: made_mails, recipients
-- makes: made_gatherings
-- key:   gateway, mid
-- Lists are made only for messages with several recipients: they are dear, and most have one.
WITH own AS NOT MATERIALIZED (
    SELECT * FROM recipients SEMI JOIN made_mails USING (gateway, mid, generation)
),
counted AS MATERIALIZED (
    SELECT gateway, mid, generation,
        count(*) AS recipient_count,
        any_value(address) AS address,
        min(status) AS status,
        min(status) <> max(status) AS has_several_statuses,
        bool_or(status = 'delivered') AS has_delivered,
        bool_or(attempts > 0) AS was_tried,
        max(dcid) AS dcid,
        max(delivery_generation) AS delivery_generation,
        min(tls) AS tls,
        min(tls_protocol) AS tls_protocol,
        any_value(tls_reason) AS tls_reason
    FROM own
    GROUP BY ALL
),
listed AS (
    SELECT gateway, mid, generation,
        array_to_string(in_order(list({line: rid, value: address})), chr(10)) AS addresses,
        list_sort(list_distinct(
            list({dcid: dcid, generation: delivery_generation}) FILTER (dcid > 0)
        )) AS sent_by,
        list_sort(list(DISTINCT tls) FILTER (tls IS NOT NULL)) AS states,
        first_reason(tls, mid, rid, tls_reason) AS tls_reason
    FROM own SEMI JOIN (SELECT * FROM counted WHERE recipient_count > 1)
        USING (gateway, mid, generation)
    GROUP BY ALL
)
SELECT gateway, mid, generation, recipient_count,
    CASE WHEN recipient_count = 1 THEN address ELSE addresses END AS addresses,
    CASE WHEN recipient_count > 1 THEN sent_by
        WHEN dcid > 0 THEN [{dcid: dcid, generation: delivery_generation}] END AS sent_by,
    status, has_several_statuses, has_delivered, was_tried,
    tls, states, tls_protocol,
    CASE WHEN recipient_count = 1 THEN counted.tls_reason ELSE listed.tls_reason END AS tls_reason
FROM counted LEFT JOIN listed USING (gateway, mid, generation);
