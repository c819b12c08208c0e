import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { AppError } from '../core/AppError'

/** What a server tells Prometheus: how much, how often, how long; never whose or what. */
export class Metrics {
  readonly #registry = new Registry()
  readonly opsIn = this.#counter('grove_ops_received_total', 'Changes that clients pushed and that were let through')
  readonly opsOut = this.#counter('grove_ops_sent_total', 'Changes read from logs for clients')
  readonly bytesIn = this.#counter('grove_socket_received_bytes_total', 'Bytes received over sockets')
  readonly bytesOut = this.#counter('grove_socket_sent_bytes_total', 'Bytes sent over sockets')
  readonly rejects = new Counter({
    name: 'grove_rejects_total',
    help: 'What was refused, by code',
    labelNames: ['code'] as const,
    registers: [this.#registry],
  })
  readonly requests = new Histogram({
    name: 'grove_http_request_seconds',
    help: 'HTTP requests, by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.05, 0.5, 5],
    registers: [this.#registry],
  })
  readonly commits = new Histogram({
    name: 'grove_commit_seconds',
    help: 'From a push to the commit that makes it durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
    registers: [this.#registry],
  })

  constructor() {
    this.gauge('process_resident_memory_bytes', 'Memory this process takes', () => process.memoryUsage.rss())
    this.gauge('process_uptime_seconds', 'How long this process has run', () => process.uptime())
  }

  /** A number that is asked for when somebody looks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read())
      },
    })
  }

  /** Runs `work` and counts what it refuses. */
  countingRejects<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.rejects.inc({ code: AppError.detailOf(error).code })
      throw error
    }
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] })
  }
}
