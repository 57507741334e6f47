-- Which message came from which.
-- reads: made_mails, message_resets
-- makes: made_links
-- key:   gateway
SELECT child.gateway, child.mid, child.generation, child.relation,
    coalesce(child.icid, 0) = 0 AND child.relation <> 'bounce' AS takes_received,
    child.parent,
    generation(resets.from_lines, child.relation_line) AS parent_generation
FROM made_mails AS child
LEFT JOIN message_resets AS resets
    ON resets.gateway = child.gateway AND resets.mid = child.parent
WHERE child.parent IS NOT NULL;
