\set voter random(1, 4000000000)
BEGIN;
INSERT INTO bench_seat (activity, voter, receipt) VALUES (1, :voter, md5(:voter::text)) ON CONFLICT DO NOTHING;
INSERT INTO bench_ballot (activity, ref, choices) VALUES (1, md5((:voter + 1)::text), 'la-halle') ON CONFLICT DO NOTHING;
END;
