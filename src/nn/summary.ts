// A readable table of a network: layers, the shapes they produce, and their parameters.
import { noGrad, type Shape, scope, Tensor, zeros } from '../tensor/index.js';
import { type Layer, Module } from './module.js';

interface Row {
  name: string;
  type: string;
  shape: string;
  parameters: string;
}

/**
 * Feeds the inputs through `module` in evaluation mode and lists every layer: its name (as in the state dict), type, shape
 * of its result, and how many parameters are its own. An activation that runs within the kernel of the layer before it
 * shows as `fused`; a layer that the inputs did not reach has no shape. Without inputs nothing is run, and no shapes are
 * shown.
 *
 * @param module a module, or several by name
 * @param inputs what `forward` takes: shapes (filled with zeros) or tensors; of a record, every module gets them
 *
 * @example
 * console.log(summary(network, [32, 4]));
 * console.log(summary({ policy, value }, [32, 4]));
 */
export function summary(
  module: Module | Readonly<Record<string, Module>>,
  ...inputs: (Shape | Tensor)[]
): string {
  const named = module instanceof Module ? [['', module] as const] : Object.entries(module);
  const run = named.flatMap(([, m]) => (inputs.length > 0 ? [...shapesOf(m, inputs)] : []));
  const shapes = new Map(run);
  const rows: Row[] = [{ name: 'layer', type: 'type', shape: 'output', parameters: 'parameters' }];
  const visit = (current: Module, name: string) => {
    const below = new Set(current.namedChildren().flatMap(([, child]) => child.parameters()));
    const own = current.parameters().filter((parameter) => !below.has(parameter));
    const count = own.reduce((sum, parameter) => sum + parameter.size, 0);
    const shape = shapes.get(current) ?? (inputs.length > 0 && isFused(current) ? 'fused' : '');
    rows.push({ name, type: current.constructor.name, shape, parameters: count ? thousands(count) : '' });
    for (const [child, value] of current.namedChildren()) visit(value, name ? `${name}.${child}` : child);
  };
  for (const [name, m] of named) visit(m, name);
  const parameters = new Set(named.flatMap(([, m]) => m.parameters()));
  const total = [...parameters].reduce((sum, parameter) => sum + parameter.size, 0);
  const frozen = [...parameters].reduce((sum, p) => sum + (p.requiresGrad ? 0 : p.size), 0);
  const note = frozen > 0 ? `, ${thousands(frozen)} of them frozen` : '';
  return `${table(rows, inputs.length > 0)}\n${thousands(total)} parameters${note} (${(total * 4) / 1000 < 1000 ? `${Math.ceil((total * 4) / 1000)} kB` : `${((total * 4) / 1e6).toFixed(1)} MB`})`;
}

/** The shape of every module's last result. */
function shapesOf(module: Module, inputs: (Shape | Tensor)[]): Map<Module, string> {
  const shapes = new Map<Module, string>();
  const modules = [...new Set(module.modules())];
  const training = modules.map((m) => m.training);
  for (const m of modules) {
    const forward = m.forward as (...args: unknown[]) => unknown;
    // Not enumerable, so that nobody takes it for a field of the module.
    Object.defineProperty(m, 'forward', {
      configurable: true,
      value: (...args: unknown[]) => {
        const result = forward.apply(m, args);
        shapes.set(m, describe(result));
        return result;
      },
    });
  }
  try {
    module.eval();
    scope(() =>
      noGrad(() => {
        (module as Layer).forward(...(inputs.map((x) => (x instanceof Tensor ? x : zeros(x))) as [Tensor]));
      }),
    );
  } finally {
    modules.forEach((m, i) => {
      Reflect.deleteProperty(m, 'forward');
      m.training = training[i]!;
    });
  }
  return shapes;
}

function describe(result: unknown): string {
  if (result instanceof Tensor) return `[${result.shape.join(', ')}]`;
  if (Array.isArray(result)) return result.map(describe).filter(Boolean).join(' ');
  return '';
}

function isFused(module: Module): boolean {
  return 'fused' in module;
}

function thousands(n: number): string {
  return n.toLocaleString('en-US');
}

function table(rows: Row[], withShapes: boolean): string {
  const columns = (['name', 'type', 'shape', 'parameters'] as const).filter(
    (column) => withShapes || column !== 'shape',
  );
  const widths = columns.map((column) => rows.reduce((width, row) => Math.max(width, row[column].length), 0));
  const lines = rows.map((row) =>
    columns
      .map((column, i) =>
        column === 'parameters' ? row[column].padStart(widths[i]!) : row[column].padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1), rule].join('\n');
}
