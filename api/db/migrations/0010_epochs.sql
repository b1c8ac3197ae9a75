CREATE TABLE `epochs` (
	`id` text PRIMARY KEY NOT NULL,
	`floor` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `epochs` (`id`, `floor`) VALUES (lower(hex(randomblob(16))), 0);
