-- When somebody's visit of a chart began, and the one before: what changed since is told on the summary.
ALTER TABLE "recent_patient" ADD COLUMN "visit_at" TIMESTAMP(3);
ALTER TABLE "recent_patient" ADD COLUMN "visit_before" TIMESTAMP(3);
