-- How each message was received, by the injection connection that its lines name.
-- reads: made_mails, injections, connection_resets
-- makes: made_received
-- key:   gateway, icid
SELECT mails.gateway, mails.mid, mails.generation,
    injections.generation AS injection_generation,
    CASE
        WHEN success_line < began_line OR tls_read THEN 'success'
        WHEN failure_line < began_line THEN 'fallback'
        WHEN has_opened THEN 'none'
        ELSE 'unknown'
    END AS tls_received,
    CASE WHEN success_line < began_line OR tls_read THEN tls_protocol END AS received_protocol,
    access_rule
FROM made_mails AS mails
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'injection' AND resets.gateway = mails.gateway AND resets.id = mails.icid
JOIN injections
    ON injections.gateway = mails.gateway AND injections.icid = mails.icid
    AND injections.generation = generation(resets.from_lines, mails.icid_line)
WHERE mails.icid > 0;
