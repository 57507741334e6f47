-- The messages that a message became: split, rewritten or reinjected, to any depth.
-- reads: made_links
-- makes: made_descents
-- key:   gateway
WITH RECURSIVE descent AS (
    SELECT gateway, parent AS mid, parent_generation AS generation,
        mid AS heir, generation AS heir_generation
    FROM made_links
    WHERE relation IN ('split', 'rewritten', 'reinjected')
    UNION
    SELECT descent.gateway, descent.mid, descent.generation, links.mid, links.generation
    FROM descent
    JOIN made_links AS links
        ON links.gateway = descent.gateway AND links.parent = descent.heir
        AND links.parent_generation = descent.heir_generation
    WHERE links.relation IN ('split', 'rewritten', 'reinjected')
)
SELECT * FROM descent;
