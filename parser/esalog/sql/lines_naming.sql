-- Lines from first to last that name ids of one kind, with the DCID and the MID beside them.
SELECT {id} AS id, line, coalesce(dcid, 0) AS dcid, coalesce(mid, 0) AS mid
FROM events
WHERE line BETWEEN $first AND $last AND {id} IN (SELECT unnest($ids))
    AND gateway IN (SELECT number FROM gateways WHERE name = $gateway)
