-- The messages that new lines name, those whose connection tells them something else than before, and
-- those whose answer hangs on these, as far as they were there before. Needs what
-- `touched_connections` and the steps of connections have left.
CREATE OR REPLACE TEMP TABLE changed_connections AS
WITH taken_now AS (
    SELECT * FROM taken_of_connections
    SEMI JOIN (SELECT kind, gateway, id FROM taken_before) USING (kind, gateway, id)
)
SELECT kind, gateway, id FROM (FROM taken_before EXCEPT FROM taken_now)
UNION
SELECT kind, gateway, id FROM (FROM taken_now EXCEPT FROM taken_before);

CREATE OR REPLACE TEMP TABLE touched_messages AS
WITH RECURSIVE seeds AS (
    SELECT gateway, mid FROM naming WHERE mid > 0
    UNION
    SELECT gateway, unnest(mids) FROM injections
    SEMI JOIN (SELECT gateway, id AS icid FROM changed_connections WHERE kind = 'injection')
        USING (gateway, icid)
    UNION
    SELECT gateway, unnest(mids) FROM deliveries
    SEMI JOIN (SELECT gateway, id AS dcid FROM changed_connections WHERE kind = 'delivery')
        USING (gateway, dcid)
),
kin AS (
    SELECT gateway, mid, other FROM naming WHERE mid > 0 AND other > 0
    UNION
    SELECT gateway, mid, parent FROM receipts WHERE parent IS NOT NULL
    UNION
    SELECT gateway, parent, mid FROM receipts WHERE parent IS NOT NULL
),
reached AS (
    SELECT gateway, mid FROM seeds
    UNION
    SELECT kin.gateway, kin.other
    FROM reached JOIN kin ON kin.gateway = reached.gateway AND kin.mid = reached.mid
)
SELECT gateway, mid FROM reached WHERE mid <= getvariable('last_mid');

DROP TABLE naming;

SET VARIABLE lowest_line = (
    SELECT coalesce(min(first_line), 0) FROM (
        SELECT min(first_line) AS first_line FROM receipts
            SEMI JOIN touched_messages USING (gateway, mid)
        UNION ALL
        SELECT getvariable('seen_line') + 1
    )
);

DELETE FROM message_resets USING touched_messages AS touched
WHERE message_resets.gateway = touched.gateway AND message_resets.mid = touched.mid;

DELETE FROM receipts USING touched_messages AS touched
WHERE receipts.gateway = touched.gateway AND receipts.mid = touched.mid;

DELETE FROM recipients USING touched_messages AS touched
WHERE recipients.gateway = touched.gateway AND recipients.mid = touched.mid;

DELETE FROM attempts USING touched_messages AS touched
WHERE attempts.gateway = touched.gateway AND attempts.mid = touched.mid;

-- An attempt may be taken back, so all are worked out again.
DELETE FROM delivery_domains;

DELETE FROM messages USING touched_messages AS touched
WHERE messages.gateway = touched.gateway AND messages.mid = touched.mid;
