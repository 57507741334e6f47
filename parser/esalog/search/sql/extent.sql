-- What changes whenever records do.
SELECT count(*), max(last_line), min(first_line) FROM messages
UNION ALL
SELECT count(*), max(last_line), min(first_line) FROM injections
UNION ALL
SELECT count(*), max(last_line), min(first_line) FROM deliveries
