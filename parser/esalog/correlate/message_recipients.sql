-- The recipients of each message by RID.
-- reads: recipients, recipient_responses
-- makes: message_recipients
-- key:   gateway, mid
SELECT gateway, mid, generation,
    list_sort(list({rid: rid, address: address, status: status, tls: tls, dcid: dcid,
        delivery_generation: delivery_generation, tls_protocol: tls_protocol,
        tls_cipher: tls_cipher, tls_reason: tls_reason, attempts: attempts, response: response}
    )) AS recipients
FROM recipients LEFT JOIN recipient_responses USING (gateway, mid, generation, rid)
GROUP BY ALL;
