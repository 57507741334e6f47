-- How many ids and Message-IDs can be found beside the entities of the index.
SELECT (SELECT count(*) + count(DISTINCT message_id) FROM messages)
    + (SELECT count(*) FROM injections)
    + (SELECT count(*) FROM deliveries)
