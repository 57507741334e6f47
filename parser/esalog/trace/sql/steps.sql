-- What the lines from first to last say that name these ids of a gateway, and a message or none.
SELECT {id} AS id, line, make_timestamp(stamp * 1000000) AS "at", event::VARCHAR AS event, form, icid,
    other, dcid, rids, value
FROM {events}
WHERE line BETWEEN $first AND $last
    AND {id} IN (SELECT unnest($ids)) AND (coalesce(mid, 0) > 0) = $with_message
    AND list_contains($gateways, gateway)
ORDER BY line;
