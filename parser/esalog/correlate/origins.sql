-- Where a message that the appliance made from another began: the nearest ancestor that was
-- received by itself, or made by the appliance alone. In a cycle (a damaged log) there is none.
-- reads: made_links
-- makes: made_origins
-- key:   gateway
WITH RECURSIVE climb AS (
    SELECT gateway, mid, generation, parent AS at_mid, parent_generation AS at_generation
    FROM made_links
    WHERE takes_received
    UNION
    SELECT climb.gateway, climb.mid, climb.generation, links.parent, links.parent_generation
    FROM climb
    JOIN made_links AS links
        ON links.gateway = climb.gateway AND links.mid = climb.at_mid
        AND links.generation = climb.at_generation
    WHERE links.takes_received
)
SELECT climb.gateway, climb.mid, climb.generation, at_mid AS origin, at_generation
FROM climb
ANTI JOIN (SELECT * FROM made_links WHERE takes_received) AS links
    ON links.gateway = climb.gateway AND links.mid = climb.at_mid
    AND links.generation = climb.at_generation;
