-- Where the family of a message begins: its furthest ancestor. In a cycle (a damaged log) none.
-- reads: made_links
-- makes: made_roots
-- key:   gateway
WITH RECURSIVE climb AS (
    SELECT gateway, mid, generation, parent AS root_mid, parent_generation AS root_generation
    FROM made_links
    UNION
    SELECT climb.gateway, climb.mid, climb.generation, links.parent, links.parent_generation
    FROM climb
    JOIN made_links AS links
        ON links.gateway = climb.gateway AND links.mid = climb.root_mid
        AND links.generation = climb.root_generation
)
SELECT climb.gateway, climb.mid, climb.generation, root_mid, root_generation
FROM climb
ANTI JOIN made_links AS links
    ON links.gateway = climb.gateway AND links.mid = climb.root_mid
    AND links.generation = climb.root_generation;
