-- The injections of a gateway with these ICIDs, all generations.
SELECT icid, generation, remote_host, remote_ip, access_rule, sender_group, auth_user, tls,
    tls_protocol, tls_cipher, tls_reason, lost, len(mids) AS messages, first_line, last_line, stamp,
    opened, closed, has_opened, is_refused(access_rule) AS refused
FROM injections
WHERE list_contains($ids, icid)
    AND list_contains($gateways, gateway);
