-- What was practised takes room, too: without this an account could fill the disk with it.
CREATE TRIGGER `records_storage_insert` AFTER INSERT ON `records` BEGIN
	UPDATE `user` SET storage_used = storage_used + coalesce(octet_length(new.body), 0) WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `records_storage_update` AFTER UPDATE OF `body` ON `records` BEGIN
	UPDATE `user` SET storage_used = storage_used + coalesce(octet_length(new.body), 0) - coalesce(octet_length(old.body), 0) WHERE id = new.owner_id;
END;
--> statement-breakpoint
UPDATE `user` SET storage_used = storage_used + coalesce((SELECT sum(octet_length(body)) FROM `records` WHERE owner_id = `user`.id), 0);
