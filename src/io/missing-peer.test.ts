import { expect, it } from 'vitest';
import { missingPeer } from './missing-peer.js';

const toLander = missingPeer('@scope/engine@1.5.0', 'LunarLander-v3');

it('says what to install when a package is not there', () => {
  const error = Object.assign(new Error("Cannot find package '@scope/engine' imported from x.js"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(() => toLander(error)).toThrow(
    'LunarLander-v3 needs the package @scope/engine, which is not installed: npm install @scope/engine@1.5.0',
  );
});

it('adds what else there is to know', () => {
  const error = new Error("Cannot find package 'engine'");
  expect(() => missingPeer('engine@2.0.0', 'World-v0', 'it needs a GPU')(error)).toThrow(
    'npm install engine@2.0.0 (it needs a GPU)',
  );
});

it('passes on what a package that is there throws', () => {
  const broken = Object.assign(new Error('out of memory in @scope/engine'), { code: 'ERR_MEMORY' });
  expect(() => toLander(broken)).toThrow(broken);
  const other = Object.assign(new Error("Cannot find package 'dependency'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(() => toLander(other)).toThrow(other);
});
