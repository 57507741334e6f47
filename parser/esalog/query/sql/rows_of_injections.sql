-- Injections by their ids, for a list; rows are found by one narrow column and read afterwards.
SELECT gateway, icid, generation, stamp AS at, remote_host, remote_ip, verified, domain,
    access_rule, sender_group, sbrs, country, auth_user, is_refused(access_rule) AS refused, tls,
    tls_protocol, tls_cipher, tls_reason, len(mids) AS messages, opened, closed, lost,
    NOT has_opened AS begins_elsewhere, first_line
FROM injections
WHERE rowid IN (SELECT rowid FROM injections WHERE list_contains(?::BIGINT[], icid))
