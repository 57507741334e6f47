-- Counts by TLS state for the report: section, state, count.
SELECT 'injections' AS section, counted_tls(access_rule, tls) AS state, count(*)
FROM injections GROUP BY ALL
UNION ALL
SELECT 'deliveries', tls, count(*) FROM deliveries GROUP BY ALL
UNION ALL
SELECT 'received', tls_received, count(*) FROM receipts GROUP BY ALL
UNION ALL
SELECT 'delivered', coalesce(tls, 'not_attempted'), count(*) FROM recipients GROUP BY ALL;
