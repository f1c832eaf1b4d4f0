// Where labs come from, in the order of the index.

const CHAPTERS: Record<string, string> = {
  '1': 'Chapter 1: what reinforcement learning is',
  '2': 'Chapter 2: bandits and Markov decisions',
  '3': 'Chapter 3: deep Q-networks',
  '4': 'Chapter 4: policy gradients',
  '5': 'Chapter 5: actors and critics',
  '6': 'Chapter 6: evolution',
  '7': 'Chapter 7: distributional DQN',
  '8': 'Chapter 8: curiosity',
  '9': 'Chapter 9: many agents',
  '10': 'Chapter 10: attention and relations',
  '11': 'Chapter 11: a roadmap',
  A: 'Appendix A: mathematics and networks',
  course: 'Course documents',
};

export const chapters: readonly string[] = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '10',
  '11',
  'A',
  'course',
];

export const chapterTitle = (chapter: string): string => CHAPTERS[chapter] ?? chapter;
