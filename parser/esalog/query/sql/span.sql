-- When the first and the last record are from.
SELECT min(stamp) AS first, max(stamp) AS last
FROM (
    SELECT stamp FROM messages UNION ALL SELECT stamp FROM injections
    UNION ALL SELECT stamp FROM deliveries
)
