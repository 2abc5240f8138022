/** As much of VS Code's URIs as the files of a training need. */
export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query: string,
  ) {}

  static from({ scheme, path, query = '' }: { scheme: string; path: string; query?: string }): Uri {
    return new Uri(scheme, path, query);
  }

  static parse(text: string): Uri {
    const { protocol, pathname } = new URL(text);
    return new Uri(protocol.slice(0, -1), pathname, '');
  }

  static joinPath({ scheme, path }: Uri, _up: '..'): Uri {
    return new Uri(scheme, path.slice(0, path.lastIndexOf('/')), '');
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}://${this.path}${this.query && `?${this.query}`}`;
  }
}

export class RelativePattern {
  constructor(
    readonly base: Uri,
    readonly pattern: string,
  ) {}
}

/** An event that a test fires itself. */
export function event<T>() {
  const listeners: ((value: T) => void)[] = [];
  const on = (listener: (value: T) => void) => {
    listeners.push(listener);
    return { dispose: () => {} };
  };
  const fire = (value: T) => {
    for (const listener of listeners) listener(value);
  };
  return { on, fire };
}
