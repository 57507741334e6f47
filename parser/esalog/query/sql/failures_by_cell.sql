-- Failed connections by reason, domain and slice of time (of `cells` over all of them).
SELECT reason, domain,
    least(floor(epoch(stamp - first) / greatest(epoch(last - first), 1) * $cells), $cells - 1)::INTEGER
        AS cell,
    count(*) AS failed, max(stamp) AS last, max(first_line) AS last_line
FROM failing, (
    SELECT min(stamp) AS first, max(stamp) AS last
    FROM (
        SELECT stamp FROM messages UNION ALL SELECT stamp FROM injections
        UNION ALL SELECT stamp FROM deliveries
    )
)
GROUP BY ALL
