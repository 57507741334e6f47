-- Made-up records: as many messages as the variable `mails` says, with what lists show and what can
-- be found in them.
CREATE TEMP MACRO word(seed, parts) AS
    list_aggregate(
        list_transform(range(parts), lambda part:
            'bcdfghjklmnprstvwz'[1 + (hash(seed, part, 1) % 18)::INT]
            || 'aeiou'[1 + (hash(seed, part, 2) % 5)::INT]
            || 'nrls'[1 + (hash(seed, part, 3) % 12)::INT]),
        'string_agg', ''
    );

-- A number below `below`; small ones are far more frequent, as words and people are.
CREATE TEMP MACRO pick(seed, below) AS
    (pow((hash(seed) % 1000003) / 1000003.0, 3) * below)::BIGINT;

CREATE TEMP MACRO domain(nth) AS
    word(nth * 31 + 5, 2 + nth % 2) || ['.example', '.example.com', '.example.org'][1 + nth % 3];

CREATE TEMP MACRO address(nth) AS
    CASE nth % 9 WHEN 0 THEN 'service-' || nth WHEN 1 THEN word(nth, 1)[1] || '.' || word(nth, 3)
        ELSE word(nth, 2) || '.' || word(nth + 1, 3) END
    || '@' || domain(pick(nth * 3, 3000));

CREATE TEMP MACRO title(seed) AS
    ['', '', '', 'Re: ', 'Fwd: '][1 + (hash(seed, 1) % 5)::INT]
    || array_to_string(list_transform(range(2 + (hash(seed, 2) % 4)::BIGINT), lambda nth:
        upper(word(pick(seed * 8 + nth, 9000), 2 + nth % 2)[1])
        || word(pick(seed * 8 + nth, 9000), 2 + nth % 2)[2:]), ' ')
    || CASE WHEN hash(seed, 3) % 3 = 0 THEN ' #' || seed ELSE '' END;

CREATE TEMP MACRO moment(line) AS make_timestamp((1763000000 + line / 20)::BIGINT * 1000000);

CREATE TEMP MACRO one_of(words, seed) AS words[1 + (hash(seed, 7) % len(words))::INT];

CREATE TEMP MACRO state(seed) AS
    one_of(['success', 'success', 'success', 'none', 'failed', 'fallback', 'unknown'], seed);

CREATE TEMP MACRO cipher(seed) AS
    one_of(['ECDHE-RSA-AES256-GCM-SHA384', 'TLS_AES_256_GCM_SHA384', 'AES128-SHA', NULL], seed);

CREATE TEMP MACRO recipient(nth, rid) AS address(pick(nth * 17 + rid, 60000));

INSERT INTO gateways VALUES (0, 'mail.example.com');

INSERT INTO injections BY NAME
SELECT 0 AS gateway, nth + 1 AS icid, 1 AS generation,
    '2001:db8::' || pick(nth, 200) || ':' || hash(nth, 4) % 250 AS remote_ip,
    'mx' || nth % 8 || '.' || domain(pick(nth * 5, 3000)) AS remote_host,
    [nth * 2 + 1, nth * 2 + 2] AS mids, nth * 50 + 1 AS first_line, nth * 50 + 40 AS last_line,
    moment(first_line) AS stamp, stamp AS opened, moment(last_line + hash(nth) % 900) AS closed,
    one_of(['ACCEPT', 'RELAY', 'REJECT', NULL], nth) AS access_rule,
    one_of(['UNKNOWNLIST', 'RELAYLIST', 'BLOCKLIST'], nth) AS sender_group,
    state(nth) AS tls, cipher(nth) AS tls_cipher, domain(pick(nth * 5, 3000)) AS domain
FROM range(getvariable('mails') // 2) AS connections(nth);

INSERT INTO deliveries BY NAME
SELECT 0 AS gateway, nth + 1 AS dcid, 1 AS generation,
    '2001:db8:1::' || pick(nth * 7, 200) || ':' || hash(nth, 5) % 250 AS remote_ip,
    [nth + 1] AS mids, nth * 25 + 9 AS first_line, nth * 25 + 20 AS last_line,
    moment(first_line) AS stamp, stamp AS opened, moment(last_line + hash(nth) % 900) AS closed,
    25 AS port, state(nth + 3) AS tls, cipher(nth + 3) AS tls_cipher
FROM range(getvariable('mails')) AS connections(nth);

INSERT INTO messages BY NAME
SELECT 0 AS gateway, nth + 1 AS mid, 1 AS generation, nth // 2 + 1 AS icid,
    1 AS injection_generation, address(pick(nth * 11, 150000)) AS sender,
    title(nth - nth % (1 + pick(nth, 4))) AS subject,
    lower(hex(hash(nth))) || '.' || nth || '@' || domain(pick(nth * 13, 3000)) AS message_id,
    array_to_string(
        list_transform(rids, lambda rid: recipient(nth, rid)), chr(10)) AS addresses,
    len(rids) AS recipient_count, [{dcid: nth + 1, generation: 1}] AS sent_by,
    nth * 25 + 2 AS first_line, nth * 25 + 24 AS last_line, moment(first_line) AS stamp,
    state(nth // 2) AS tls_received, state(nth + 3) AS tls_delivered,
    one_of(['delivered', 'delivered', 'delivered', 'bounced', 'delayed'], nth) AS status,
    500 + pick(nth * 19, 4000000) AS size, icid AS origin_icid, 1 AS origin_generation,
    mid AS root_mid, 1 AS root_generation
FROM (SELECT nth, range(1 + (hash(nth, 6) % 3 = 0)::INT) AS rids FROM range(getvariable('mails')) AS mails(nth));

INSERT INTO recipients BY NAME
SELECT gateway, mid, generation, rid, recipient(mid - 1, rid) AS address,
    'delivered' AS status, 'success' AS tls, mid AS dcid, 1 AS delivery_generation, 1 AS attempts
FROM (SELECT *, unnest(range(recipient_count)) AS rid FROM messages);

INSERT INTO attempts BY NAME
SELECT gateway, mid, generation, rid, dcid, delivery_generation, first_line + 8 AS line,
    last_line, 'done' AS outcome, last_line AS done_line,
    split_part(address, '@', -1) AS domain
FROM recipients JOIN messages USING (gateway, mid, generation);

INSERT INTO delivery_domains
SELECT gateway, dcid, 1, min(domain) FROM attempts GROUP BY gateway, dcid;
