-- What the lines from first to last say that name these ICIDs of a gateway and no message.
SELECT icid AS id, line, make_timestamp(stamp * 1000000) AS "at", event::VARCHAR AS event, form, icid,
    other, dcid, rids, value
FROM events
WHERE line BETWEEN $first AND $last
    AND icid IN (SELECT unnest($ids)) AND coalesce(mid, 0) = 0
    AND list_contains($gateways, gateway)
ORDER BY line;
