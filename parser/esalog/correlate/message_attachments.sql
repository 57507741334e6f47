-- The names of the attachments of each message, in the order of their lines.
-- reads: finding_facts, message_resets
-- makes: message_attachments
-- key:   gateway, mid
SELECT gateway, mid, generation(resets.from_lines, line) AS generation,
    in_order(list({line: line, value: attachment})) AS attachments
FROM finding_facts LEFT JOIN message_resets AS resets USING (gateway, mid)
WHERE event = 'attachment' AND attachment IS NOT NULL
GROUP BY ALL;
