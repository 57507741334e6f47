-- What changes whenever records do; in front, how many messages there are and their last line.
FROM (SELECT count(*), max(last_line), min(first_line) FROM messages)
CROSS JOIN (SELECT count(*), max(last_line), min(first_line) FROM injections)
CROSS JOIN (SELECT count(*), max(last_line), min(first_line) FROM deliveries)
