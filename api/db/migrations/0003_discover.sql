CREATE INDEX `discover_found` ON `scores` (`n`,`owner_id`,`id`,`instrument`,`key_fifths`,`key_mode`,`tempo`,`difficulty`,`tuning`,`seconds`) WHERE visibility = 'public';--> statement-breakpoint
CREATE INDEX `discover_new` ON `scores` (`published`,`n`,`owner_id`,`id`,`instrument`,`key_fifths`,`key_mode`,`tempo`,`difficulty`,`tuning`,`seconds`) WHERE visibility = 'public';--> statement-breakpoint
CREATE INDEX `discover_liked` ON `scores` (`like_count`,`n`,`owner_id`,`id`,`instrument`,`key_fifths`,`key_mode`,`tempo`,`difficulty`,`tuning`,`seconds`) WHERE visibility = 'public';--> statement-breakpoint
CREATE INDEX `discover_hard` ON `scores` (`difficulty`,`n`,`owner_id`,`id`,`instrument`,`key_fifths`,`key_mode`,`tempo`,`difficulty`,`tuning`,`seconds`) WHERE visibility = 'public';
--> statement-breakpoint
-- Only what is public can be found as similar: private scores neither crowd it out nor pay for it.
DROP INDEX `scores_similar`;
--> statement-breakpoint
CREATE INDEX `scores_similar` ON `scores` (libsql_vector_idx(`embedding`, 'metric=cosine')) WHERE visibility = 'public';
