-- Addresses (a newline between them) and subject of messages, and who logged in on injections.
SELECT concat_ws(chr(10), sender, addresses) AS addresses, subject
FROM messages WHERE list_contains($1::BIGINT[], mid)
UNION ALL
SELECT auth_user, NULL FROM injections WHERE list_contains($2::BIGINT[], icid)
