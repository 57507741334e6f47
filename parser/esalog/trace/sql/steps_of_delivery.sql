-- What the lines from first to last say that name these DCIDs of a gateway and no message.
SELECT dcid AS id, line, make_timestamp(stamp * 1000000) AS "at", event::VARCHAR AS event, form, icid,
    other, dcid, rids, value
FROM events
WHERE line BETWEEN $first AND $last
    AND dcid IN (SELECT unnest($ids)) AND coalesce(mid, 0) = 0
    AND list_contains($gateways, gateway)
ORDER BY line;
