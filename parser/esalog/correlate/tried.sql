-- Every attempt to deliver, with the generation of its connection; for those who ask how it went.
-- reads: made_attempts, recipients
-- makes: attempts
-- key:   gateway
SELECT made.gateway, mid, made.generation, rid, made.dcid,
    made.delivery_generation, line, last_line, outcome::VARCHAR AS outcome, done_line,
    domain_of(address) AS domain
FROM made_attempts AS made
LEFT JOIN recipients USING (gateway, mid, generation, rid);
