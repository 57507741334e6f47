-- Every attempt to deliver, with the generation of its connection; for those who ask how it went.
-- reads: made_attempts, connection_resets
-- makes: attempts
-- key:   gateway, dcid
SELECT made.gateway, mid, made.generation, rid, dcid,
    generation(resets.from_lines, line) AS delivery_generation,
    line, last_line, outcome::VARCHAR AS outcome, done_line
FROM made_attempts AS made
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'delivery' AND resets.gateway = made.gateway AND resets.id = dcid;
