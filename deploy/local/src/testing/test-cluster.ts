import { rolePasswords } from '@luna/database';
import { z } from 'zod';

/** What a test process must know about the cluster that the run shares; plain data, so it crosses workers. */
export const testClusterSchema = z.object({
  port: z.number().int().positive(),
  adminPassword: z.string().min(1),
  passwords: rolePasswords,
});

export type TestCluster = z.infer<typeof testClusterSchema>;

/** URL of a role for one database of the cluster. */
export function clusterUrl(cluster: TestCluster, role: string, password: string, database: string) {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${cluster.port}/${database}`;
}
