import { z } from 'zod';

/** What a test process must know about the cluster that the run shares; plain data, so it crosses workers. */
export const testClusterSchema = z.object({
  port: z.number().int().positive(),
  adminPassword: z.string().min(1),
  passwords: z.object({
    luna_migrate: z.string().min(1),
    luna_app: z.string().min(1),
    luna_indexer: z.string().min(1),
    luna_audit: z.string().min(1),
    luna_queue: z.string().min(1),
  }),
});

export type TestCluster = z.infer<typeof testClusterSchema>;

/** URL of a role for one database of the cluster. */
export function clusterUrl(cluster: TestCluster, role: string, password: string, database: string) {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${cluster.port}/${database}`;
}
