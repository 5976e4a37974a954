/** Typed messages between two sides that share no memory; the same class stands on both, with the types swapped. */

/** Every message is an event or a command, told apart by `type`. */
export interface Message {
  readonly type: string;
}

/** One case a message that may arrive. */
export type Handlers<From extends Message> = {
  readonly [K in From["type"]]: (message: Extract<From, { readonly type: K }>) => void;
};

export class MessageHandler<To extends Message, From extends Message> {
  readonly #post: (message: To) => void;
  readonly #handlers: Handlers<From>;

  constructor(post: (message: To) => void, handlers: Handlers<From>) {
    this.#post = post;
    this.#handlers = handlers;
  }

  send(message: To): void {
    this.#post(message);
  }

  /** Hands a received message to its case. What isn't a known message is ignored: other scripts may post to a window. */
  receive(message: unknown): void {
    if (!isMessage(message) || !Object.hasOwn(this.#handlers, message.type)) return;
    const handle = this.#handlers[message.type as From["type"]] as (message: Message) => void;
    handle(message);
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
