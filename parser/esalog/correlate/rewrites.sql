-- The messages that a message was rewritten from, the nearest first.
-- reads: made_links
-- makes: made_rewrites
-- key:   gateway
WITH RECURSIVE climb AS (
    SELECT gateway, mid, generation, parent, parent_generation, 1 AS depth,
        [{mid: mid, generation: generation}] AS passed
    FROM made_links
    WHERE relation = 'rewritten'
    UNION ALL
    SELECT climb.gateway, climb.mid, climb.generation, links.parent, links.parent_generation,
        depth + 1, list_append(passed, {mid: links.mid, generation: links.generation})
    FROM climb
    JOIN made_links AS links
        ON links.gateway = climb.gateway AND links.mid = climb.parent
        AND links.generation = climb.parent_generation
    WHERE links.relation = 'rewritten'
        AND NOT list_contains(passed, {mid: links.mid, generation: links.generation})
)
SELECT gateway, mid, generation, parent, parent_generation, depth FROM climb;
