/** A process or worker that works for a home and talks with it for as long as it lasts. */
export interface HelperProcess<Order> {
  tell(order: Order): void
  /** At once. Resolves when it is gone. */
  end(): Promise<void>
}

export interface HelperEvents<News> {
  readonly onNews: (news: News) => void
  /** Whoever ended it. */
  readonly onGone: () => void
}
