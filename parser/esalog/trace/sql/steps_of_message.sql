-- What the lines from first to last say that name these MIDs of a gateway.
SELECT mid AS id, line, make_timestamp(stamp * 1000000) AS "at", event::VARCHAR AS event, form, icid,
    other, dcid, rids, value
FROM events
WHERE line BETWEEN $first AND $last
    AND mid IN (SELECT unnest($ids))
    AND list_contains($gateways, gateway)
ORDER BY line;
