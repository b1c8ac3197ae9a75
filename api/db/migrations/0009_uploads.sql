CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`type` text DEFAULT '' NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text,
	`state` text DEFAULT 'partial' NOT NULL,
	`created` integer NOT NULL,
	`expires` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `uploads_owner` ON `uploads` (`owner_id`);--> statement-breakpoint
CREATE INDEX `uploads_expires` ON `uploads` (`expires`);--> statement-breakpoint
CREATE TRIGGER `uploads_storage_insert` AFTER INSERT ON `uploads` BEGIN
	UPDATE `user` SET storage_used = storage_used + new.bytes WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `uploads_storage_update` AFTER UPDATE OF `bytes` ON `uploads` BEGIN
	UPDATE `user` SET storage_used = storage_used + new.bytes - old.bytes WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `uploads_storage_delete` AFTER DELETE ON `uploads` BEGIN
	UPDATE `user` SET storage_used = storage_used - old.bytes WHERE id = old.owner_id;
END;
