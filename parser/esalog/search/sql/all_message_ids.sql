-- Every Message-ID in small letters, each with an end of line behind it, the newest first.
SELECT lower(message_id) || chr(10) AS text, mid
FROM messages
WHERE message_id IS NOT NULL
ORDER BY last_line DESC, mid DESC
