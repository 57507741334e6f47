-- Lines that tell of a failure.
SELECT DISTINCT line FROM decisive_events
WHERE event IN ('tls_failed', 'bounced', 'double_bounced')
ORDER BY line;
